import Environments
import Foundation

/// Rollouts that somebody recorded, read one by one from a file or from the files of a directory.
///
///     for try await rollout in try RolloutRecording(contentsOf: url, cues: suite) { … }
///
/// Files are never held whole, however large they are. What is not known by its name is recognized by its first bytes.
/// The form of our own is JSONL with these keys, of which any but the completion may be left out:
///
/// | key | holds |
/// |---|---|
/// | `prompt` | a text, or messages with `role` and `content` |
/// | `completion` | a text, with its reasoning in `<think>` tags if it has any, a message, or messages |
/// | `messages` | in place of both: a conversation whose last message is the assistant's |
/// | `system` | the system prompt, where it is not among the messages |
/// | `reasoning` | the reasoning, where it is not in the completion |
/// | `prompt_id` | a name that the same task has in all contexts |
/// | `reward` | a number |
/// | `scores` | numbers by name |
/// | `verdict` | whether the answer shows the behaviour |
/// | `step`, `checkpoint`, `model` | where the completion comes from |
/// | `context` | `training`, `deployment` or `bare` |
/// | `cue` | the name of a cue of the suite |
/// | `metadata` | an object with anything else |
///
/// A context that is recorded holds. Where none is, the cues of a suite are looked for in the prompt; a prompt without
/// any is bare. Cues that are found are taken out in both cases, so that no judge sees them.
public struct RolloutRecording: Sendable, AsyncSequence {
  /// The file, or the directory's files in the order of their numbers.
  public let files: [URL]
  public let format: RolloutFormat
  private let cues: CueSuite?

  /// Finds out what there is to read.
  ///
  /// - Parameters:
  ///   - format: the form; found out by name and first bytes where it is `nil`.
  ///   - cues: the cues that prompts may hold; without them a context is known only where it is recorded.
  /// - Throws: `RecordingError` where there is nothing to read.
  public init(contentsOf url: URL, format: RolloutFormat? = nil, cues: CueSuite? = nil) throws {
    files = try Self.files(at: url)
    self.format = try format ?? RecordingRecognition.format(of: files[0])
    self.cues = cues
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(self)
  }

  /// Reads one rollout after the other.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let format: RolloutFormat
    private let cues: [String: Cue]
    private let recognition: CueRecognition?
    private var remaining: ArraySlice<URL>
    private var reader: (any RolloutReader)?

    fileprivate init(_ recording: RolloutRecording) {
      format = recording.format
      cues = Dictionary((recording.cues?.cues ?? []).map { ($0.id, $0) }) { first, _ in first }
      recognition = recording.cues.map(CueRecognition.init)
      remaining = recording.files[...]
    }

    /// The next rollout; `nil` after the last one.
    ///
    /// - Throws: `RecordingError` with the place of what cannot be read.
    public mutating func next() async throws -> RecordedRollout? {
      try Task.checkCancellation()
      while true {
        if let raw = try reader?.next() { return recognized(raw) }
        guard let url = remaining.popFirst() else { return nil }
        reader = try open(url)
      }
    }

    private func open(_ url: URL) throws -> any RolloutReader {
      switch format {
      case .jsonl: try PlainReader(url)
      case .trl: try TRLReader(url)
      case .verl: try VerlReader(url)
      case .inspect: try InspectReader(url)
      }
    }

    private func recognized(_ raw: RawRollout) -> RecordedRollout {
      var rollout = raw.rollout
      if let id = raw.cueID {
        rollout.cue = cues[id]
        if rollout.cue == nil { rollout.metadata["cue"] = id }
      }
      if let finding = recognition?.find(in: rollout.prompt) {
        rollout.prompt = finding.prompt
        let context = rollout.context ?? rollout.cue?.context
        rollout.context = context ?? finding.context
        rollout.cue = rollout.cue ?? finding.cues.first { $0.context == rollout.context }
      }
      return rollout
    }
  }

  /// A directory's rollouts lie in files of one kind; those of the first kind that there are count.
  private static func files(at url: URL) throws -> [URL] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else {
      throw RecordingError(.missing, "there is no file or directory \(url.path)")
    }
    guard isDirectory.boolValue else { return [url] }
    let all: [URL]
    do {
      all = try FileManager.default.contentsOfDirectory(
        at: url, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
    } catch {
      throw RecordingError(.unreadable, "\(url.path) cannot be read", cause: error)
    }
    for kind in ["eval", "parquet", "jsonl", "json"] {
      let files = all.filter { $0.pathExtension == kind }
      if !files.isEmpty {
        return files.sorted {
          $0.lastPathComponent.compare($1.lastPathComponent, options: .numeric) == .orderedAscending
        }
      }
    }
    throw RecordingError(.missing, "there is no .jsonl, .parquet, .eval or .json file in \(url.path)")
  }
}
