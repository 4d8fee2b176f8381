import { gatewayProcess } from './gateway-process.ts';

await gatewayProcess(process.env, 'text');
