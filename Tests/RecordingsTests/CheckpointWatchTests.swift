import Experiments
import Foundation
import Synchronization
import Testing

@Suite("Watching a training job")
struct CheckpointWatchTests {
  /// The bytes of a safetensors file with one tensor, of which some may be missing.
  private static func weights(missing: Int = 0) -> Data {
    let header = Data(#"{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#.utf8)
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    return length + header + Data(count: 16 - missing)
  }

  private static func write(_ files: [String: Data], to directory: URL) throws {
    for (path, data) in files {
      let url = directory.appending(path: path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: url)
    }
  }

  /// What a watch finds while things happen: one happening in each pause.
  private static func names(
    in directory: URL, while happenings: [@Sendable () throws -> Void], looks: Int = 2
  ) async throws -> [String] {
    let count = Mutex(0)
    let watch = CheckpointWatch(directory: directory, looksWithoutNews: looks) {
      let index = count.withLock { count in
        defer { count += 1 }
        return count
      }
      if index < happenings.count { try happenings[index]() }
    }
    return try await watch.reduce(into: []) { $0.append("\($1.id) \($1.step.map(String.init) ?? "-")") }
  }

  private static let model = ["config.json": Data("{}".utf8), "model.safetensors": weights()]

  private static func model(at path: String, _ files: [String: Data] = model) -> [String: Data] {
    Dictionary(uniqueKeysWithValues: files.map { ("\(path)/\($0.key)", $0.value) })
  }

  @Test("Checkpoints are found in the layouts of the common trainers, in the order of their steps")
  func layouts() async throws {
    try await RecordingFiles.withDirectory { directory in
      let adapter = ["adapter_config.json": Data("{}".utf8), "adapter_model.safetensors": Self.weights()]
      let shards = [
        "config.json": Data("{}".utf8), "model-1.safetensors": Self.weights(), "model-2.safetensors": Self.weights(),
        "model.safetensors.index.json": Data(
          #"{"metadata":{},"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors"}}"#.utf8),
      ]
      try Self.write(Self.model(at: "checkpoint-1000"), to: directory)
      try Self.write(Self.model(at: "checkpoint-200", adapter), to: directory)
      try Self.write(Self.model(at: "global_step_30/actor/huggingface", shards), to: directory)
      try Self.write(Self.model(at: "step_5"), to: directory)
      try Self.write(Self.model(at: "tmp-checkpoint-300"), to: directory)
      try Self.write(Self.model(at: ".hidden-7"), to: directory)
      try Self.write(Self.model(at: "final"), to: directory)
      try Self.write(["logs/events": Data("x".utf8)], to: directory)
      #expect(
        try await Self.names(in: directory, while: []) == [
          "step_5 5", "global_step_30/actor/huggingface 30", "checkpoint-200 200", "checkpoint-1000 1000", "final -",
        ])
    }
  }

  @Test("A checkpoint that is being written is given when it is whole, and once")
  func growing() async throws {
    try await RecordingFiles.withDirectory { parent in
      // The job has not even made its directory.
      let directory = parent.appending(path: "out")
      let names = try await Self.names(
        in: directory,
        while: [
          { try Self.write(["checkpoint-1/model.safetensors": Self.weights(missing: 8)], to: directory) },
          { try Self.write(["checkpoint-1/config.json": Data("{}".utf8)], to: directory) },
          { try Self.write(["checkpoint-1/model.safetensors": Self.weights()], to: directory) },
          { try Self.write(["checkpoint-1/tokenizer.json": Data("{}".utf8)], to: directory) },
          {},
          { try Self.write(Self.model(at: "checkpoint-2"), to: directory) },
          { try FileManager.default.removeItem(at: directory.appending(path: "checkpoint-1")) },
        ], looks: 3)
      #expect(names == ["checkpoint-1 1", "checkpoint-2 2"])
    }
  }

  @Test("Weights that are shorter than they say are never given, nor a list with a shard missing")
  func incomplete() async throws {
    try await RecordingFiles.withDirectory { directory in
      let short = ["config.json": Data("{}".utf8), "model.safetensors": Self.weights(missing: 1)]
      let shards = [
        "config.json": Data("{}".utf8), "model-1.safetensors": Self.weights(),
        "model.safetensors.index.json": Data(
          #"{"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors"}}"#.utf8),
      ]
      try Self.write(Self.model(at: "step-1", short), to: directory)
      try Self.write(Self.model(at: "step-2", shards), to: directory)
      #expect(try await Self.names(in: directory, while: []) == [])
    }
  }

  @Test("Models that an endpoint comes to serve are given once, and an endpoint may be away for a while")
  func endpoint() async throws {
    struct Away: Error {}
    let answers: [[String]?] = [["base"], ["base", "organism-step-100"], nil, nil, ["organism-step-20", "base"]]
    let count = Mutex(0)
    let watch = CheckpointWatch(
      models: {
        let index = count.withLock { count in
          defer { count += 1 }
          return count
        }
        guard let models = answers[min(index, answers.count - 1)] else { throw Away() }
        return models
      }, looksWithoutNews: 3, pause: {})
    let found = try await watch.reduce(into: [WatchedCheckpoint]()) { $0.append($1) }
    #expect(found.map(\.id) == ["base", "organism-step-100", "organism-step-20"])
    #expect(found.map(\.step) == [nil, 100, 20])
    #expect(found[0].location == .model("base"))
  }

  @Test("An endpoint that stays away is an error at last")
  func failure() async throws {
    struct Away: Error {}
    let watch = CheckpointWatch(models: { throw Away() }, looksWithoutNews: nil, pause: {})
    await #expect(throws: Away.self) { for try await _ in watch {} }
  }
}
