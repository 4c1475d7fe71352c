import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';
import { grantKey, tableEncryption } from './customer-key.ts';

/** Settings of a store that a deployment may change. */
export interface StoreSettings {
  /**
   * What happens to the table, with its values, when it is removed from the stack: if the stack is deleted, or if the app no
   * longer has `store: true`.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Settings of a `StoreTable`. */
export interface StoreTableProps extends StoreSettings {
  /** Precedes the keys in the table. */
  readonly namespace: string;
  /**
   * Key that encrypts the values.
   * @default a key of DynamoDB
   */
  readonly encryptionKey?: IKey | undefined;
}

/** The table of the values that handlers store. */
export class StoreTable extends Construct {
  readonly table: Table;
  readonly #namespace: string;

  constructor(scope: Construct, id: string, props: StoreTableProps) {
    super(scope, id);
    const { namespace, encryptionKey, removalPolicy = RemovalPolicy.RETAIN } = props;
    this.#namespace = namespace;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiration',
      billingMode: BillingMode.PAY_PER_REQUEST,
      ...tableEncryption(encryptionKey),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy,
    });
  }

  /** Lets `user` read, write and delete single values: grants the permissions and sets the variables of the store. */
  bindUser(user: LambdaFunction): void {
    this.table.grant(user, 'dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem');
    grantKey(this.table.encryptionKey, 'dynamodb', user);
    user.addEnvironment(ENV.storeTable, this.table.tableName);
    user.addEnvironment(ENV.storeNamespace, this.#namespace);
  }
}
