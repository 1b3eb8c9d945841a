export type AgentProgram = 'claude' | 'codex' | 'mcp-inspector';
export declare const AGENT_PACKAGES: Readonly<Record<AgentProgram, string>>;
export declare function agentFolder(name: AgentProgram): string;
export declare function findAgent(name: AgentProgram): string | undefined;
export declare function agentMissing(name: AgentProgram): string | undefined;
