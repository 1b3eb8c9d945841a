import { AGENT_PROGRAMS, type AgentProgram } from '../../init/setup-choices.js';
import { isOnPath } from '../is-on-path.js';
import { BACK, LEFT, type Option } from '../prompts.js';
import type { WizardStep } from '../wizard-step.js';

const LABELS: Readonly<Record<AgentProgram, { label: string; program: string }>> = {
  claude: { label: 'Claude Code', program: 'claude' },
  codex: { label: 'Codex', program: 'codex' },
  cursor: { label: 'Cursor', program: 'cursor-agent' },
  gemini: { label: 'Gemini CLI', program: 'gemini' },
};

/** The agents that people run already: set up, they lock the files they edit and share the tasks. */
export const agentsStep: WizardStep = {
  name: 'agents',
  async ask({ prompts, choices, surroundings: { environment } }) {
    const found = await Promise.all(
      AGENT_PROGRAMS.map(async (agent) => ({
        agent,
        isHere: await isOnPath(LABELS[agent].program, environment.PATH),
      })),
    );
    const options: Array<Option<AgentProgram>> = found.map(({ agent, isHere }) => ({
      value: agent,
      label: LABELS[agent].label,
      hint: `${isHere ? 'found' : 'not found'}; agentcoord setup ${agent}`,
    }));
    prompts.say(
      'Set up, an agent gets hooks, the MCP server and a few lines of instructions in its settings of this project.\nagentcoord setup <agent> --remove takes them out again, to the byte.',
    );
    const agents = await prompts.many({
      message: 'Which agents of yours shall work with it? Space marks, Enter goes on, none is fine.',
      options,
      initial: choices.agents ?? found.filter(({ isHere }) => isHere).map(({ agent }) => agent),
    });
    return agents === BACK || agents === LEFT ? agents : { agents };
  },
};
