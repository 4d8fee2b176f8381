import { tryExchangelib } from './exchangelib/try-exchangelib.ts';

tryExchangelib('aws', { name: 'exchangelib 4.9, as AWS documents', file: 'exchangelib-aws' });
