import { makeConfig, makeCustomBuilds, zen, ZenStore } from "orochi";
import { Article, price } from "./shop.ts";

const fbuilds = makeCustomBuilds({ populateFullSignature: true });
const Config = makeConfig({
  article: fbuilds(Article, { price: fbuilds(price) }),
});

function show({ article }: { article: Article }): void {
  console.log(`${article.title}: ${article.price.net} ${article.price.currency}, ${article.stock} left`);
}

const store = new ZenStore();
store(Config, { name: "shop" });
zen(show).main({ store, configName: "shop" });
