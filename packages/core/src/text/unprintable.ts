/**
 * Every character that must not reach a terminal by itself: C0 but tab and newline, DEL and C1 controls;
 * format characters (bidirectional, zero-width, tags); everything else that has no picture of its own (fillers,
 * supplementary variation selectors, the Braille blank), in which text can be hidden from people and shown to
 * models; line and paragraph separators. The two variation selectors that choose between the text and the
 * emoji form of a character are harmless.
 */
export const UNPRINTABLE =
  /(?![\ufe0e\ufe0f])[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\u2028\u2029]|(?![\t\n])\p{Cc}/gu;
