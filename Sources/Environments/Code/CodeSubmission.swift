/// What a model handed in: `solution.py`, and whatever other files it chose to add.
public struct CodeSubmission: Sendable, Hashable, Codable {
  /// The text of each file by its path below the work directory.
  public var files: [String: String]

  /// Creates a submission.
  public init(files: [String: String]) {
    self.files = files
  }

  /// Creates a submission of `solution.py` alone.
  public init(solution: String) {
    files = ["solution.py": solution]
  }
}
