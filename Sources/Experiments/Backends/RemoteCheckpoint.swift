import Foundation
import ModelBackend

/// Says where a checkpoint lies that a server keeps: the contents of `tinker.json` in its place in a run.
struct RemoteCheckpoint: Codable {
  /// The server's address, for whoever looks for the weights.
  var server: String
  /// The model that the adapters belong to.
  var baseModel: String
  /// The server's name of the adapters; `nil` for the base model itself.
  var path: String?

  private static let name = "tinker.json"

  init(server: String, baseModel: String, path: String?) {
    self.server = server
    self.baseModel = baseModel
    self.path = path
  }

  /// Reads the checkpoint at a place in a run.
  ///
  /// - Throws: `BackendError` of code `cannotRead`.
  init(at checkpoint: CheckpointReference) throws {
    let url = URL(filePath: checkpoint.location, directoryHint: .isDirectory).appending(path: Self.name)
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
    } catch {
      throw BackendError(
        .cannotRead, "\(url.path) does not say where a checkpoint lies; go back to an earlier one, or begin a new run.",
        cause: error)
    }
  }

  /// What the server knows it by.
  var reference: CheckpointReference { CheckpointReference(path ?? baseModel) }

  /// Writes the directory, with the tokenizer beside it; it appears whole.
  func write(to location: URL, tokenizer: URL) throws {
    let files = FileManager.default
    let partial = location.deletingLastPathComponent().appending(path: ".\(location.lastPathComponent).partial")
    do {
      try? files.removeItem(at: partial)
      try files.createDirectory(at: partial, withIntermediateDirectories: true)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try encoder.encode(self).write(to: partial.appending(path: Self.name))
      try files.copyItem(at: tokenizer, to: partial.appending(path: "tokenizer.json"))
      try? files.removeItem(at: location)
      try files.moveItem(at: partial, to: location)
    } catch {
      throw BackendError(
        .cannotWrite, "\(location.path) cannot be written; free some space, then go on with --resume.", cause: error)
    }
  }
}
