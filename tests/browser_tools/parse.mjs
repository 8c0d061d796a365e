// Reads DMN from standard input with dmn-moddle; prints its warnings as JSON.
import { readFileSync } from "node:fs";
import { DmnModdle } from "dmn-moddle";

const { warnings } = await new DmnModdle().fromXML(readFileSync(0, "utf8"));
console.log(JSON.stringify(warnings.map((each) => each.message)));
