const { zen } = require("orochi");

const greet = ({ name = "world" }) => console.log(`Hello ${name} from plain JavaScript`);

zen(greet).main({ config: greet });
