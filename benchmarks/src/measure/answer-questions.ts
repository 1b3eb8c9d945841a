import { createInterface } from 'node:readline';

/** In a child: answers each question of its parent, a line of JSON. Ends with its input. */
export async function answerQuestions<Question, Answer>(
  answer: (question: Question) => Promise<Answer>,
): Promise<void> {
  console.log('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer(JSON.parse(line) as Question)));
  }
  process.exit(0);
}
