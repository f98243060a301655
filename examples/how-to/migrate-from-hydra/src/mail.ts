export class Mailer {
  readonly sender: string;
  readonly retries: number;
  constructor({ sender, retries = 1 }: { sender: string; retries?: number }) {
    this.sender = sender;
    this.retries = retries;
  }
}
