import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { variable } from './config-manual.ts';
import { checked, collector, list, port } from './config-values.ts';

const protocol = z.literal('http/protobuf', { error: 'must be http/protobuf: the gateway speaks no other' });

/** What operators are told. Those of OpenTelemetry: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
export const telemetryVariables = {
  LOG_LEVEL: variable(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent',
    }),
    {
      description: 'How much is logged: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.',
      default: '`info`; with the embedded WorkMail `warn`',
      example: 'debug',
    },
  ),
  AUDIT_LOG: variable(
    checked(
      (value) => (value === 'stdout' || isAbsolute(value) ? value : undefined),
      'must be stdout or the absolute path of a file',
    ),
    {
      description: 'Where audit lines go: `stdout`, or the absolute path of a file, which is opened again on SIGHUP.',
      default: '`stdout`; with the embedded WorkMail none',
      example: '/var/log/workmail-graphql/audit.jsonl',
    },
  ),
  METRICS_PORT: variable(port, {
    description:
      'A port of its own, on `HOST`, for `/metrics`, `/health` and `/ready` without credentials: for scrapers and probes inside a cluster. Keep it away from the internet. Another one than `PORT`.',
    default: 'none',
    example: '9090',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(collector, {
    description: 'Where spans are sent: a collector, by OTLP over HTTP. Naming one turns tracing on.',
    default: 'none: no spans are made',
    example: 'http://collector.observability:4318',
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: variable(collector, {
    description: 'The same for spans alone, with its whole path. It goes before the one above.',
    default: 'none',
    example: 'http://collector.observability:4318/v1/traces',
  }),
  OTEL_EXPORTER_OTLP_PROTOCOL: variable(protocol, {
    description: 'The only one that is spoken; anything else is refused at start.',
    default: '`http/protobuf`',
    example: 'http/protobuf',
  }),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: variable(protocol, {
    description: 'The same for spans alone.',
    default: '`http/protobuf`',
    example: 'http/protobuf',
  }),
  OTEL_TRACES_EXPORTER: variable(z.enum(['otlp', 'none'], { error: 'must be otlp or none' }), {
    description: '`otlp` alone sends to `http://localhost:4318`; `none` makes no spans although an endpoint is named.',
    default: '`otlp` once an endpoint is named, else `none`',
    example: 'otlp',
  }),
  OTEL_PROPAGATORS: variable(list(/^[\w-]{1,50}$/, 'must be names of propagators with commas between them'), {
    description:
      "With `tracecontext` the spans of a request are children of its client's (`traceparent`); without, each begins a trace.",
    default: '`tracecontext,baggage`',
    example: 'none',
  }),
  OTEL_SDK_DISABLED: variable(z.string(), {
    description: '`true`: no spans, whatever else is set.',
    default: '`false`',
    example: 'true',
  }),
};
