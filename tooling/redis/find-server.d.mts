export declare const howToGetOne: string;
export declare function findServer(): { command: string; env: Record<string, string> } | undefined;
export declare function findValkey(): { command: string; env: Record<string, string> } | undefined;
