import { setUp } from './lib/setUp.mjs';
import { stopping } from './lib/Stop.mjs';

await stopping(setUp);
