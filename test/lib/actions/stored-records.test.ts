import { describe, expect, it } from '@jest/globals';
import { parseAnswerRecord } from '../../../lib/actions/answer-record.ts';
import { encodeInteraction, parseInteraction } from '../../../lib/actions/interaction-record.ts';
import { FIRST_STEP, parseWizardState } from '../../../lib/actions/wizard-state.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import type { ActionEvent } from '../../../lib/events/action-event.ts';

describe('the record of an answer', () => {
  const inProgress = { status: 'in_progress', attempt: 'a', lockedUntil: 7, hasStarted: true };
  const answer = { title: 'Archived', description: 'The file is in cold storage.' };

  it.each<{ name: string; stored: JsonValue | undefined; record: object | undefined }>([
    { name: 'a process that works on it', stored: inProgress, record: inProgress },
    {
      name: 'a process that started no handler',
      stored: { ...inProgress, hasStarted: false },
      record: { ...inProgress, hasStarted: false },
    },
    {
      name: 'a process of an earlier version, whose handler may have started',
      stored: { status: 'in_progress', attempt: 'a', lockedUntil: 7 },
      record: inProgress,
    },
    { name: 'an answer', stored: { status: 'answered', answer }, record: { status: 'answered', answer } },
    {
      name: 'the answer without a dialog',
      stored: { status: 'answered', answer: null },
      record: { status: 'answered', answer: null },
    },
    { name: 'no value', stored: undefined, record: undefined },
    { name: 'a text', stored: 'answered', record: undefined },
    { name: 'another status', stored: { ...inProgress, status: 'waiting', answer }, record: undefined },
    { name: 'a process without a name', stored: { ...inProgress, attempt: 1 }, record: undefined },
    { name: 'a lock without an end', stored: { ...inProgress, lockedUntil: '7' }, record: undefined },
    { name: 'an answer that is no object', stored: { status: 'answered', answer: 'yes' }, record: undefined },
    {
      name: 'an answer without a title',
      stored: { status: 'answered', answer: { description: '' } },
      record: undefined,
    },
    { name: 'an answer without a text', stored: { status: 'answered', answer: { title: '' } }, record: undefined },
  ])('reads $name', ({ stored, record }) => {
    expect(parseAnswerRecord(stored)).toEqual(record);
  });
});

describe('the record of an interaction', () => {
  const resource = { id: 'f', type: 'file' };
  const event: ActionEvent = {
    type: 'studio.archive',
    actionId: 'action',
    interactionId: 'interaction',
    accountId: 'account',
    workspaceId: 'workspace',
    projectId: 'project',
    userId: 'user',
    resources: [resource],
    resource,
    resourceId: 'f',
  };

  it('has the ids that a submission may lack, in the form of a request', () => {
    const firstRequest = {
      account_id: 'account',
      workspace: { id: 'workspace' },
      project: { id: 'project' },
      user: { id: 'user' },
      resources: [resource],
    };
    const encoded = encodeInteraction(event, undefined);
    expect(encoded).toEqual({ firstRequest });
    expect(parseInteraction(encoded)).toEqual({ firstRequest, state: undefined });
  });

  it('has the state of a wizard', () => {
    const state = { step: 1, data: { channel: 'a' } };
    expect(parseInteraction(encodeInteraction(event, state)).state).toEqual(state);
  });

  it('has no project and no user if the request has none', () => {
    const encoded = encodeInteraction({ ...event, projectId: undefined, userId: undefined }, undefined);
    expect(Object.keys(parseInteraction(encoded).firstRequest)).toEqual(['account_id', 'workspace', 'resources']);
  });

  it.each([undefined, null, 'text', { firstRequest: 7 }])('is empty if the store has %j', (stored) => {
    expect(parseInteraction(stored)).toEqual({ firstRequest: {}, state: undefined });
  });
});

describe('the state of a wizard of three steps', () => {
  const data = { channel: 'a', sure: true };

  it.each([1, 2])('is at step %i', (step) => {
    expect(parseWizardState({ step, data }, 3)).toEqual({ step, data });
  });

  it.each([
    { name: 'the record is missing', stored: undefined },
    { name: 'the step is no number', stored: { step: '1', data } },
    { name: 'the step is half a number', stored: { step: 1.5, data } },
    { name: 'the step is the first', stored: { step: 0, data } },
    { name: 'this version has no such step', stored: { step: 3, data } },
    { name: 'there is no data', stored: { step: 1 } },
    { name: 'a value is a number', stored: { step: 1, data: { channel: 'a', count: 7 } } },
  ])('starts again if $name', ({ stored }) => {
    expect(parseWizardState(stored, 3)).toBe(FIRST_STEP);
  });
});
