/** Questions to the kernel side, one at a time, and the answer to the last. No DOM, no wire. */

import { stops } from './pushes';
import type { IAnswer, IRequest } from './records';
import type { Ask, IAskingView, Push } from './tokens';

/** So many questions are kept for the arrow keys. */
const KEPT = 50;

/** Nothing was asked. */
export const NOTHING: IAskingView = {
  busy: false,
  consulting: false,
  question: '',
  answer: null,
  fault: null,
  history: []
};

/** What was asked last, whether the answer is awaited, and what it is. */
export class Asking {
  constructor(private readonly _send: (request: Ask) => number | null) {}

  get view(): IAskingView {
    return this._view;
  }

  /**
   * Ask; `request` is the reading that the person chose among those offered. What the model reads
   * of an answered question is given up for the next question.
   */
  ask(question: string, request: IRequest | null): void {
    const text = question.trim();
    if (text === '' || this._view.busy) {
      return;
    }
    const id = this._send({ do: 'ask', question: text, request });
    if (id === null) {
      return;
    }
    this._id = id;
    const others = this._view.history.filter(one => one !== text);
    this._view = {
      busy: true,
      consulting: false,
      question: text,
      answer: null,
      fault: null,
      history: [...others, text].slice(-KEPT)
    };
  }

  /** Take a push that belongs to the question; false for any other. */
  take(push: Push): boolean {
    if (this._id === null) {
      return false;
    }
    if (stops(push, this._id)) {
      this.end();
      return false;
    }
    if (!('re' in push) || push.re !== this._id) {
      return false;
    }
    switch (push.event) {
      case 'answer':
        this._answer(push.answer);
        break;
      case 'consulting':
        this._view = { ...this._view, busy: false, consulting: true };
        break;
      case 'error':
        this._view = { ...this._view, fault: push.fault };
        break;
      case 'done':
        this.end();
        break;
    }
    return true;
  }

  /** Nothing more will come: the kernel went, or was stopped. */
  end(): void {
    this._id = null;
    this._view = { ...this._view, busy: false, consulting: false };
  }

  private _answer(answer: IAnswer): void {
    this._view = { ...this._view, answer };
  }

  private _id: number | null = null;
  private _view: IAskingView = NOTHING;
}
