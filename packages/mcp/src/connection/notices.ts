const MAX_KEPT = 20;

/** What an agent has to know and did not ask for: told once, with the next answer. */
export class Notices {
  private waiting: string[] = [];
  private dropped = 0;

  add(notice: string): void {
    if (this.waiting.length < MAX_KEPT) this.waiting.push(notice);
    else this.dropped += 1;
  }

  take(): string[] {
    const taken = this.waiting;
    if (this.dropped > 0) taken.push(`${this.dropped} more: call get_status, list_tasks and list_locks.`);
    this.waiting = [];
    this.dropped = 0;
    return taken;
  }
}
