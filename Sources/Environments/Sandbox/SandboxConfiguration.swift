/// How sandboxes are made.
public struct SandboxConfiguration: Sendable, Hashable {
  /// How many jobs may run at the same time.
  public var workers: Int
  /// The interpreter that is to be used; `nil` for one that is found.
  public var python: String?
  /// Whether pytest has to be there.
  public var needsPytest: Bool
  /// The modules that every cell finds loaded.
  package var preload: [String]
  /// Programs of ours that cells can call, by name, in the order in which they are loaded.
  package var modules: [SandboxModule]

  /// Creates a configuration.
  public init(workers: Int = 2, python: String? = nil, needsPytest: Bool = false) {
    self.workers = workers
    self.python = python
    self.needsPytest = needsPytest
    preload = []
    modules = []
  }
}

/// A Python module of ours, loaded before any job.
package struct SandboxModule: Sendable, Hashable {
  package var name: String
  package var source: String
}
