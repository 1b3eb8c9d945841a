// For tests of your own: a model without a network, a key or chance
export { FakeModel, type FakeModelOptions, type FakeTurn, type FakeTurns } from './testing/fake-model.js';
