export declare const howToGetOne: string;
export declare function findTmux(): { command: string; env: Record<string, string> } | undefined;
export declare function tmuxMissing(): string | undefined;
