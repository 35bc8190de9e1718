/** Drawings of the page's icons: strokes on a 24x24 field. */

export const ICONS = {
  alert: "M12 8v5m0 3.5v.01M12 3 2.5 20h19z",
  camera: "M3 7.5h11v9H3zM14 11l7-4v10l-7-4",
  "camera-off": "M3 7.5h11v9H3zM14 11l7-4v10l-7-4M3 3l18 18",
  check: "m5 12.5 4.5 4.5L19 7.5",
  clock: "M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  devices: "M3 4.5h14v9H3zM7 17.5h5M19 9.5h3v10h-6v-3",
  flip: "M4 12a8 8 0 0 1 13.7-5.6L20 8.5M20 4v4.5h-4.5M20 12a8 8 0 0 1-13.7 5.6L4 15.5M4 20v-4.5h4.5",
  "hang-up": "M4 14.5c-1-3.5 3-6.5 8-6.5s9 3 8 6.5l-.5 1.5-4.5-1v-3c-2-.7-4-.7-6 0v3l-4.5 1z",
  id: "M3 5h18v14H3zM8.5 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5.5 16c.5-2 5.5-2 6 0M15 9.5h3.5M15 13h3.5",
  light:
    "M12 4V2m0 20v-2m8-8h2M2 12h2m13.7-5.7 1.4-1.4M4.9 19.1l1.4-1.4m11.4 0 1.4 1.4M4.9 4.9l1.4 1.4M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
  microphone:
    "M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3",
  "microphone-off":
    "M12 3a3 3 0 0 0-3 3v6a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3M3 3l18 18",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-5 14-5 15 0",
  phone: "M5 3.5h4l1.5 5-2.5 2a12 12 0 0 0 5.5 5.5l2-2.5 5 1.5v4c-9 2-18-6.5-15.5-15.5z",
  photo: "M3 7h4l2-2.5h6L17 7h4v12H3zM12 16.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8z",
  screen: "M3 4.5h18v12H3zM8.5 20h7M12 13.5V8m-2.5 2L12 7.5l2.5 2.5",
  sound: "M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
} as const;

export type IconName = keyof typeof ICONS;
