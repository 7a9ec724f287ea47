import Foundation
import LocalEngine
import Logging
import ModelBackend

/// Checkpoints of models that clients of Tinker's API train, below one directory:
///
///     <model>/training_run.json
///     <model>/weights/<name>/adapter_config.json, adapter_model.safetensors, optimizer.safetensors, tokenizer.json …
///     <model>/sampler_weights/<name>/…
///
/// Each is a directory of PEFT's layout with `checkpoint.json` beside the weights, and appears whole or not at all.
struct CheckpointShelf: Sendable {
  private static let runName = "training_run.json"
  private static let recordName = "checkpoint.json"

  private let directory: URL
  private let logger = Logger(label: "titer")

  init(_ directory: URL) {
    self.directory = directory
  }

  // MARK: Models

  /// Keeps what is known of a model.
  func begin(_ run: TrainingRun) throws {
    let place = place(of: run.id)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try Self.encoder.encode(run).write(to: place.appending(path: Self.runName), options: .atomic)
  }

  /// - Throws: `ServiceError` where there is no such model.
  func run(_ id: String) throws(ServiceError) -> TrainingRun {
    guard TinkerPath.isName(id), let run = Self.read(TrainingRun.self, at: place(of: id).appending(path: Self.runName)),
      run.id == id
    else {
      throw ServiceError(.notFound, .modelNotFound, "There is no training run '\(id.prefix(200))'.")
    }
    return run
  }

  /// All models, the newest first.
  func runs() -> [TrainingRun] {
    Self.entries(of: directory)
      .compactMap { Self.read(TrainingRun.self, at: $0.appending(path: Self.runName)) }
      .sorted { ($1.created, $1.id) < ($0.created, $0.id) }
  }

  // MARK: Checkpoints

  /// Where a checkpoint lies.
  func location(of path: TinkerPath) -> URL {
    place(of: path.model).appending(path: path.kind.rawValue, directoryHint: .isDirectory)
      .appending(path: path.name, directoryHint: .isDirectory)
  }

  /// - Throws: `ServiceError` where there is no such checkpoint.
  func record(of path: TinkerPath) throws(ServiceError) -> CheckpointRecord {
    guard let record = Self.read(CheckpointRecord.self, at: location(of: path).appending(path: Self.recordName)),
      record.expires.map({ $0 > .now }) ?? true
    else {
      throw ServiceError(.notFound, .notFound, "There is no checkpoint \(path). It may have expired or been deleted.")
    }
    return record
  }

  /// The checkpoints of a model, the newest first.
  func checkpoints(of model: String) -> [(path: TinkerPath, record: CheckpointRecord, size: Int)] {
    TinkerPath.Kind.allCases
      .flatMap { kind in
        Self.entries(of: place(of: model).appending(path: kind.rawValue))
          .map { TinkerPath(model: model, kind: kind, name: $0.lastPathComponent) }
      }
      .compactMap { path in
        guard let record = try? record(of: path) else { return nil }
        return (path, record, size(of: path))
      }
      .sorted { ($1.record.time, $1.path.description) < ($0.record.time, $0.path.description) }
  }

  /// Writes a checkpoint in place of one that has its name.
  func write(_ checkpoint: LocalCheckpoint, as path: TinkerPath, _ record: CheckpointRecord) throws {
    try checkpoint.write(to: location(of: path)) { partial in
      try Self.encoder.encode(record).write(to: partial.appending(path: Self.recordName))
    }
  }

  /// Reads a checkpoint over a base model that is open.
  ///
  /// - Throws: `ServiceError` where there is none, `BackendError` where it cannot be read.
  func read(_ path: TinkerPath, over model: LocalCheckpoint, at base: URL) throws -> LocalCheckpoint {
    _ = try record(of: path)
    return try LocalCheckpoint(adaptersIn: location(of: path), over: model, at: base)
  }

  /// Changes how long a checkpoint lives.
  func setLifetime(_ lifetime: Int?, of path: TinkerPath) throws {
    var record = try record(of: path)
    record.setLifetime(lifetime)
    try Self.encoder.encode(record).write(
      to: location(of: path).appending(path: Self.recordName), options: .atomic)
  }

  /// Deletes a checkpoint: it is gone at once, and its files soon after.
  func delete(_ path: TinkerPath) throws {
    _ = try record(of: path)
    try remove(path)
  }

  /// Deletes what has outlived its time.
  func removeExpired() {
    for model in Self.entries(of: directory) {
      for kind in TinkerPath.Kind.allCases {
        for place in Self.entries(of: model.appending(path: kind.rawValue)) {
          let record = Self.read(CheckpointRecord.self, at: place.appending(path: Self.recordName))
          guard let expires = record?.expires, expires <= .now else { continue }
          do {
            try Self.remove(place)
          } catch {
            logger.warning("an expired checkpoint stays", metadata: ["path": "\(place.path)", "error": "\(error)"])
          }
        }
      }
    }
  }

  private func remove(_ path: TinkerPath) throws { try Self.remove(location(of: path)) }

  private static func remove(_ place: URL) throws {
    // Hidden names are nobody's checkpoint, so half of one is never found.
    let gone = place.deletingLastPathComponent().appending(path: ".\(UUID()).deleted")
    try FileManager.default.moveItem(at: place, to: gone)
    try FileManager.default.removeItem(at: gone)
  }

  /// Names of models have colons, which not every tool likes in a file's name.
  private func place(of model: String) -> URL {
    directory.appending(path: model.replacing(":", with: "-"), directoryHint: .isDirectory)
  }

  private func size(of path: TinkerPath) -> Int {
    let files =
      (try? FileManager.default.contentsOfDirectory(
        at: location(of: path), includingPropertiesForKeys: [.fileSizeKey])) ?? []
    return files.reduce(0) { $0 + ((try? $1.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0) }
  }

  private static func entries(of directory: URL) -> [URL] {
    (try? FileManager.default.contentsOfDirectory(
      at: directory, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)) ?? []
  }

  private static func read<Value: Decodable>(_ type: Value.Type, at url: URL) -> Value? {
    guard let data = try? Data(contentsOf: url) else { return nil }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try? decoder.decode(type, from: data)
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
