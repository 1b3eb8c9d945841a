/** The stream of a whole answer over Messages that makes this one call. */
export function callEvents({ name, input }: { name: string; input: object }): string {
  const usage = { input_tokens: 9, output_tokens: 1 };
  const events = [
    { type: 'message_start', message: { role: 'assistant', content: [], usage } },
    {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'tool_use', id: 'toolu_1', name, input: {} },
    },
    {
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'input_json_delta', partial_json: JSON.stringify(input) },
    },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 5 } },
    { type: 'message_stop' },
  ];
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}
