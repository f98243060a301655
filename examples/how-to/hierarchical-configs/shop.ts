export interface Price {
  readonly net: number;
  readonly currency: string;
}

export function price({ net = 10, currency = "EUR" }: { net?: number; currency?: string } = {}): Price {
  return { net, currency };
}

export class Article {
  readonly title: string;
  readonly stock: number;
  readonly price: Price;

  constructor({ title, stock = 0, price }: { title: string; stock?: number; price: Price }) {
    this.title = title;
    this.stock = stock;
    this.price = price;
  }
}
