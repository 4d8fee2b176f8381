import { diag, DiagLogLevel, propagation, ROOT_CONTEXT, type TextMapGetter } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { createTracing, type TracedRequest, type Tracing } from './tracing.ts';

/** How long the last spans may take on their way, milliseconds. */
const lastMs = 5_000;

/** A collector that is away is told once in a minute. */
const quietMs = 60_000;

const getter: TextMapGetter<TracedRequest['header']> = {
  get: (header, name) => header(name),
  keys: () => [],
};

/** Whether the work was done in this time. */
const isDoneWithin = async (ms: number, work: Promise<unknown>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const isDone = work.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([isDone, patience]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Tracing to a collector, as the standard's environment variables have it: where to and with which headers (OTEL_EXPORTER_OTLP_…), what of it
 * (OTEL_TRACES_SAMPLER), under which name (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES), in which portions (OTEL_BSP_…). For one per process: the
 * library keeps what it reads headers with for itself. `continues`: a request's own span is a child of its client's. `processors`: in place of the
 * collector, for who wants to look on. https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export const openTracing = ({
  version,
  continues,
  onProblem,
  processors = [new BatchSpanProcessor(new OTLPTraceExporter())],
}: {
  readonly version: string;
  readonly continues: boolean;
  /** Told when spans cannot be sent, once in a minute at most. */
  readonly onProblem: (problem: string) => void;
  readonly processors?: SpanProcessor[];
}): Tracing => {
  let silentUntilMs = 0;
  const tell = (problem: string): void => {
    if (performance.now() < silentUntilMs) return;
    silentUntilMs = performance.now() + quietMs;
    onProblem(problem);
  };
  const nothing = (): void => undefined;
  diag.setLogger(
    { error: tell, warn: tell, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'workmail-graphql', 'service.version': version }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: processors,
  });
  // Parents are explicit: there is nothing to be carried along with asynchronous code.
  provider.register({ contextManager: null, ...(continues ? {} : { propagator: null }) });
  return createTracing({
    tracer: provider.getTracer('workmail-graphql', version),
    contextOf: (header) => propagation.extract(ROOT_CONTEXT, header, getter),
    nowMs: Date.now,
    close: async () => {
      if (!(await isDoneWithin(lastMs, provider.shutdown()))) onProblem('the last ones were not taken in time');
    },
  });
};
