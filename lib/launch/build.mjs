import { build, checkNode, ensureModules, say } from './steps.mjs';

checkNode();
await ensureModules();
say('building …');
await build();
say('built: npm start runs it');
