/** The shape that the second language must have when the first one is `Text`. */
export type Sentences<Text> = {
  [Key in keyof Text]: Text[Key] extends string ? string : Sentences<Text[Key]>;
};
