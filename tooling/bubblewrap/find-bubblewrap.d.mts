export declare const howToGetOne: string;
export declare function findBubblewrap(): { command: string; env: Record<string, string> } | undefined;
export declare function bubblewrapMissing(): string | undefined;
