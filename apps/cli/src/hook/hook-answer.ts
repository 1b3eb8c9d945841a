/** What a hook prints for Claude Code. */
export type HookAnswer = Readonly<Record<string, unknown>>;

/** With exit code 0: any other would be an error of the hook and not an answer. */
export function denial(reason: string): HookAnswer {
  return {
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      permissionDecision: 'deny',
      permissionDecisionReason: reason,
    },
  };
}

export function additionalContext(event: 'SessionStart' | 'UserPromptSubmit', text: string): HookAnswer {
  return { hookSpecificOutput: { hookEventName: event, additionalContext: text } };
}
