export declare const howToGetOne: string;
export declare function findBrowser(): { command: string; env: Record<string, string> } | undefined;
export declare function browserMissing(): string | undefined;
