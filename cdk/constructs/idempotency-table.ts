import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';

/** Remembers which handler has done which delivery, so that a repetition is not done twice. */
export class IdempotencyTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiration',
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED, // takes no rights on a key
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // A table left behind would never be read again: the next deployment's has another name. Point-in-time recovery
      // keeps a backup of a deleted table for 35 days, should it have been a mistake.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** Lets `user` read and write entries one by one: the permission, plus the name of the table. */
  bindUser(user: LambdaFunction): void {
    this.table.grant(user, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    user.addEnvironment(ENV.idempotencyTable, this.table.tableName);
  }
}
