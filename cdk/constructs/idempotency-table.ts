import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';

/** The table that records which handlers have completed which deliveries and actions, so that no handler runs twice. */
export class IdempotencyTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiration',
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED, // needs no permissions for a key
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // A retained table would never be read again, because the next deployment's table has another name. Point-in-time
      // recovery keeps a backup of a deleted table for 35 days.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** Lets `user` read and update single records: grants the permissions and sets the variable with the table's name. */
  bindUser(user: LambdaFunction): void {
    this.table.grant(user, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    user.addEnvironment(ENV.idempotencyTable, this.table.tableName);
  }
}
