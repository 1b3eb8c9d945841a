import type { AgentInfo } from '@agentcoord/registry';
import type { AgentStory, WaitSpan } from '../report.js';
import type { ClaimSpan } from './work-spans.js';

const UNFINISHED = new Set(['retried', 'failed', 'expired', 'evicted']);

interface Parts {
  /** Of the window, clipped to it. */
  spans: readonly ClaimSpan[];
  waits: readonly WaitSpan[];
  known: readonly AgentInfo[];
}

type Adding = AgentStory & { identities: Set<string> };

/** Everybody who claimed or waited, in the order they began. */
export function agentStories({ spans, waits, known }: Parts): AgentStory[] {
  const infos = new Map(known.map((info) => [info.name, info]));
  const stories = new Map<string, Adding>();
  const storyOf = (name: string, span: { fromAt: number; toAt: number }): Adding => {
    const story = stories.get(name) ?? newStory(name, span, infos.get(name));
    stories.set(name, story);
    story.firstAt = Math.min(story.firstAt, span.fromAt);
    story.lastAt = Math.max(story.lastAt, span.toAt);
    return story;
  };
  for (const span of spans) {
    const story = storyOf(span.agent, span);
    story.identities.add(span.worker.split('/')[0] ?? span.worker);
    story.workedMs += span.toAt - span.fromAt;
    if (span.outcome === 'completed') story.completed += 1;
    else if (UNFINISHED.has(span.outcome)) story.failedAttempts += 1;
  }
  for (const wait of waits) storyOf(wait.agent, wait).waitedMs += wait.toAt - wait.fromAt;
  return [...stories.values()]
    .map(({ identities, ...story }) => ({ ...story, lives: identities.size }))
    .sort((a, b) => a.firstAt - b.firstAt || (a.name < b.name ? -1 : 1));
}

function newStory(
  name: string,
  { fromAt, toAt }: { fromAt: number; toAt: number },
  info?: AgentInfo,
): Adding {
  return {
    name,
    state: info?.state ?? 'unknown',
    ...(info?.role === undefined ? {} : { role: info.role }),
    identities: new Set(),
    lives: 0,
    firstAt: fromAt,
    lastAt: toAt,
    completed: 0,
    failedAttempts: 0,
    workedMs: 0,
    waitedMs: 0,
  };
}
