/** For whoever passed no `onWait`: one line on stderr, unless the process listens to its warnings itself. */
export function tellByWarning(sentence: string): void {
  process.emitWarning(sentence, 'AgentCoordWarning');
}
