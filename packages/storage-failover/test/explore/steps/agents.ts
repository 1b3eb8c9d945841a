import type { Scope } from '../rules.js';
import { admits, arrive, at, BUSY } from '../verbs.js';
import { type Agent, type Call, HOST_NAMES, type Operation, type Place, type World } from '../world.js';
import type { Step } from './step.js';

const AGENT_NAMES = ['agent 1', 'agent 2', 'agent 3'];

/** What agents do: begin, send, send again, get a reply or not, write under the lock. */
export function agentSteps(world: World, scope: Scope): Step[] {
  const steps: Step[] = [];
  world.agents.forEach((agent, index) => {
    if (!agent.alive) return;
    const name = `${AGENT_NAMES[index]} of ${HOST_NAMES[agent.host]}`;
    if (agent.call !== null) steps.push(...onItsWay(world, agent.call, name, scope));
    else
      for (const operation of nextOperations(agent, index, scope))
        for (const { to, epoch } of targets(world, agent, scope))
          steps.push(
            send({ index, name, operation, to, epoch, ttl: scope.ttl, again: agent.doing !== null }),
          );
    steps.push(...writing(agent, index, name, world, scope));
    if (world.budget.crashes > 0) steps.push(crash(index, name));
  });
  const { late } = world;
  if (late !== null && (late.to !== 'redis' || world.redis.up))
    steps.push({
      name: `a late ${late.operation} of ${AGENT_NAMES[late.agent]} arrives at ${late.to}`,

      change: (next) => {
        next.late = null;
        arrive(next, late, scope);
      },
    });
  return steps;
}

function nextOperations(agent: Agent, index: number, scope: Scope): Operation[] {
  if (agent.doing !== null) return [agent.doing];
  if (agent.sequence >= at(scope.operations, index)) return [];
  const operations: Operation[] = [];
  if (scope.workload !== 'task') {
    if (agent.lock === null) operations.push('acquire');
    else if (agent.writing === 0) operations.push('release');
  }
  if (scope.workload !== 'lock') {
    if (index === 0 && agent.sequence === 0) return ['create'];
    operations.push(agent.claim === null ? 'claim' : 'complete');
  }
  return operations;
}

/** Where a client sends: to whom its own store names as the owner. */
function targets(world: World, agent: Agent, scope: Scope): { to: Place; epoch: number }[] {
  const { record, look } = at(world.hosts, agent.host);
  const local: { to: Place; epoch: number } = { to: at(HOST_NAMES, agent.host), epoch: record.epoch };
  if (scope.design === 'naive') return world.redis.up ? [{ to: 'redis', epoch: 0 }, local] : [local];
  if (record.phase === 'unseen') return [local];
  // A call in its own process is refused at once: not worth a state until the owner has looked.
  if (record.phase === 'owner') return !scope.rules.look || look === 2 ? [local] : [];
  if (record.phase !== 'follower' || record.owner !== 'redis' || !world.redis.up) return [];
  return [{ to: 'redis', epoch: record.epoch }];
}

interface Send {
  index: number;
  name: string;
  operation: Operation;
  to: Place;
  epoch: number;
  ttl: number;
  again: boolean;
}

function send({ index, name, operation, to, epoch, ttl, again }: Send): Step {
  return {
    name: `${name} sends ${operation} ${again ? 'again ' : ''}to ${to}`,
    change: ({ agents }) => {
      const agent = at(agents, index);
      if (!again) {
        agent.doing = operation;
        agent.sequence += 1;
        agent.left = operation === 'acquire' || operation === 'claim' ? ttl : 0;
      }
      const fence = (operation === 'release' ? agent.lock?.fence : agent.claim?.fence) ?? 0;
      if (operation === 'release') agent.lock = { fence, left: 0 };
      agent.call = { agent: index, to, epoch, sequence: agent.sequence, operation, fence };
    },
  };
}

function onItsWay(world: World, call: Call, name: string, scope: Scope): Step[] {
  const steps: Step[] = [];
  const what = `${call.operation} of ${name}`;
  if (call.to !== 'redis' || world.redis.up) {
    steps.push({
      name: `${call.to} gets the ${what}, which is answered`,
      change: (next) => {
        const agent = at(next.agents, call.agent);
        agent.call = null;
        const reply = arrive(next, call, scope);
        if (reply === undefined) return;
        if (call.operation === 'create') next.truth.created = true;
        take(agent, call.operation, reply);
      },
    });
    if (world.budget.lost > 0 && (admits(world, call.to, call.epoch, scope) || scope.design === 'naive'))
      steps.push({
        name: `${call.to} runs the ${what}, and the reply is lost`,
        fault: true,
        change: (next) => {
          next.budget.lost -= 1;
          at(next.agents, call.agent).call = null;
          arrive(next, call, scope);
        },
      });
  }
  if (world.budget.lost > 0 && world.late === null && (call.to === 'redis' || !scope.rules.epochCheck))
    steps.push({
      name: `the ${what} is late, and its sender gives up`,
      fault: true,
      change: (next) => {
        next.budget.lost -= 1;
        at(next.agents, call.agent).call = null;
        next.late = call;
      },
    });
  return steps;
}

function take(agent: Agent, operation: Operation, reply: number): void {
  agent.doing = null;
  if (operation === 'release') agent.lock = null;
  if (operation === 'complete') agent.claim = null;
  const grant = reply !== BUSY && agent.left > 0 ? { fence: reply, left: agent.left } : null;
  if (operation === 'acquire') agent.lock = grant;
  if (operation === 'claim') agent.claim = grant;
  agent.left = 0;
}

/** The check and the write are two steps: a pause between them is what fences are for. */
function writing(agent: Agent, index: number, name: string, world: World, scope: Scope): Step[] {
  if (agent.writing > 0)
    return [
      {
        name: `${name} writes with fence ${agent.writing}`,
        change: (next) => {
          const writer = at(next.agents, index);
          if (!scope.rules.fence || writer.writing >= next.resource) {
            if (writer.writing < next.resource)
              next.truth.violation ??= `OneHolder: a write with fence ${writer.writing} is accepted after one with ${next.resource}`;
            next.resource = Math.max(next.resource, writer.writing);
          }
          writer.writing = 0;
        },
      },
    ];
  if (agent.lock === null || agent.lock.left === 0 || agent.wrote || world.budget.writes === 0) return [];
  return [
    {
      name: `${name} sees that its lock is good and is about to write`,
      change: (next) => {
        const writer = at(next.agents, index);
        next.budget.writes -= 1;
        writer.wrote = true;
        writer.writing = writer.lock?.fence ?? 0;
      },
    },
  ];
}

function crash(index: number, name: string): Step {
  return {
    name: `${name} is killed`,
    fault: true,
    change: (next) => {
      const agent = at(next.agents, index);
      next.budget.crashes -= 1;
      if (next.late === null) next.late = agent.call;
      Object.assign(agent, {
        alive: false,
        doing: null,
        call: null,
        lock: null,
        claim: null,
        writing: 0,
        left: 0,
      });
    },
  };
}
