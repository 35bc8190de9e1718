/** Inviting a third party, in English. */

import type { chinese } from "./desk-guest-chinese";
import type { Sentences } from "./sentences";

export const english: Sentences<typeof chinese> = {
  guest: {
    title: "Third party",
    invite: "Invite",
    text: "They join by a link and agree to be recorded first; the customer sees their name and role. One at a time.",
    name: "Name",
    nameMissing: "Please enter a name",
    relation: "Role",
    makeLink: "Make a link",
    link: "Invitation link",
    pass: "Pass the link on to this person only. It opens once: whoever opens it joins.",
    copy: "Copy",
    copied: "Copied",
    code: "The invitation link as a QR code",
    lasts: "The link lasts",
    expired: "The link has expired. Take the invitation back and invite again.",
    linkGone:
      "A link is shown only when it is made. To send it again, take it back and invite anew.",
    state: {
      invited: "Invited, not here yet",
      away: "Agreed, no picture yet",
      here: "In the call",
    },
    tile: { away: "not here yet" },
    go: "Let them go",
    takeBack: "Take back",
    goSure: "Let {name} go? To come back they need a new invitation.",
  },
};
