import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';
import { grantKey, tableEncryption } from './customer-key.ts';

/** Settings of an `IdempotencyTable`. */
export interface IdempotencyTableProps {
  /**
   * Key that encrypts the records.
   * @default a key of DynamoDB
   */
  readonly encryptionKey?: IKey | undefined;
}

/** The table that records which handlers have completed which deliveries and actions, so that no handler runs twice. */
export class IdempotencyTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { encryptionKey }: IdempotencyTableProps = {}) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiration',
      billingMode: BillingMode.PAY_PER_REQUEST,
      ...tableEncryption(encryptionKey),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // A retained table would never be read again, because the next deployment's table has another name. Point-in-time
      // recovery keeps a backup of a deleted table for 35 days.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** Lets `user` read and update single records: grants the permissions and sets the variable with the table's name. */
  bindUser(user: LambdaFunction): void {
    this.table.grant(user, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    grantKey(this.table.encryptionKey, 'dynamodb', user);
    user.addEnvironment(ENV.idempotencyTable, this.table.tableName);
  }
}
