/** Base of classes whose instances can be called: `new Sub()` answers a function that has the class's methods and fields. */
export class CallableObject {
  constructor(call: (...args: never[]) => unknown) {
    Object.setPrototypeOf(call, new.target.prototype);
    return call;
  }
}
