import type { Logger } from 'pino';

/** What a service announced: a webhook of its contract. */
export interface AnnouncedEvent {
  /** `orders.orderPlaced` */
  readonly event: string;
  /** In the world's time, ISO 8601. */
  readonly at: string;
  readonly body: unknown;
}

export interface Listener {
  readonly event: string;
  readonly hear: (body: unknown) => void;
}

export interface Events {
  /** Every listener has heard it when this returns. What they throw is logged, and concerns nobody else. */
  announce(announced: AnnouncedEvent): void;
  /** What this service listens to from now on, in the place of what it listened to before. */
  listen(service: string, listeners: readonly Listener[]): void;
  /** The last 1,000 of one service, oldest first. */
  of(service: string): readonly AnnouncedEvent[];
  /** Forgets what was announced. */
  clear(): void;
}

const MAX_EVENTS = 1_000;

/** Carries what services announce to those that listen, inside this process. */
export function createEvents(log: Logger): Events {
  const listening = new Map<string, readonly Listener[]>();
  let announcements: readonly AnnouncedEvent[] = [];

  function tell(service: string, { hear }: Listener, { event, body }: AnnouncedEvent): void {
    try {
      hear(body);
    } catch (error) {
      log.error({ err: error, event, service }, 'a handler failed at an event');
    }
  }

  return {
    announce(announced) {
      announcements = [...announcements, announced].slice(-MAX_EVENTS);
      for (const [service, listeners] of listening) {
        for (const one of listeners) if (one.event === announced.event) tell(service, one, announced);
      }
    },
    listen(service, listeners) {
      listening.set(service, listeners);
    },
    of: (service) => announcements.filter(({ event }) => event.startsWith(`${service}.`)),
    clear() {
      announcements = [];
    },
  };
}
