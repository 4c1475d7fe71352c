/**
 * What the contestants use of the packages in `bench/package.json`. With it the project can be checked without those
 * packages, which are installed by the first run of the benchmark only.
 */
declare module '@octokit/webhooks' {
  export class Webhooks {
    constructor(options: { secret: string });
    on(event: 'star.created', listener: () => Promise<void>): void;
    verifyAndReceive(request: { id: string; name: string; payload: string; signature: string }): Promise<void>;
  }
}

declare module '@slack/bolt' {
  export class AwsLambdaReceiver {
    constructor(options: { signingSecret: string });
    start(): Promise<(event: object, context: object) => Promise<{ statusCode: number }>>;
  }

  export class App {
    constructor(options: {
      receiver: AwsLambdaReceiver;
      authorize: () => Promise<{ botToken: string; botId: string; botUserId: string }>;
    });
    event(name: 'file_shared', listener: () => Promise<void>): void;
  }
}
