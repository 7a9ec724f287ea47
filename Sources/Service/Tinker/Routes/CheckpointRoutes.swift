import Foundation
import Hummingbird
import OpenAIBackend
import TinkerBackend

/// What there is of models that were trained, and their checkpoints.
struct CheckpointRoutes: Sendable {
  private let sessions: TinkerSessions
  private var shelf: CheckpointShelf { sessions.shelf }

  private static let longestLifetime = 10 * 366 * 86_400

  init(_ sessions: TinkerSessions) {
    self.sessions = sessions
  }

  func add(to group: RouterGroup<ServiceContext>) {
    group.post("/weights_info") { request, context in
      let asked = try await WireBody(of: request, context).value(WeightsInfoRequest.self)
      let path = try TinkerPath(asked.tinkerPath)
      _ = try shelf.record(of: path)
      return try Response(wire: shelf.run(path.model).info)
    }
    group.get("/training_runs") { request, _ in
      let page = try Page(request, usually: 20)
      let all = shelf.runs()
      var runs: [JSONValue] = []
      for run in page.part(of: all) { runs.append(await describe(run)) }
      return Response(["training_runs": .array(runs), "cursor": page.cursor(of: all.count)])
    }
    group.get("/training_runs/:id") { _, context in
      Response(await describe(try shelf.run(try context.name("id"))))
    }
    group.get("/training_runs/:id/checkpoints") { _, context in
      let run = try shelf.run(try context.name("id"))
      return Response(["checkpoints": .array(shelf.checkpoints(of: run.id).map(Self.describe))])
    }
    group.get("/checkpoints") { request, _ in
      let page = try Page(request)
      let all = shelf.runs().flatMap { shelf.checkpoints(of: $0.id) }
      return Response([
        "checkpoints": .array(page.part(of: all).map(Self.describe)), "cursor": page.cursor(of: all.count),
      ])
    }
    group.delete("/training_runs/:id/checkpoints/:kind/:name") { _, context in
      try shelf.delete(try path(context))
      return Response([:])
    }
    group.put("/training_runs/:id/checkpoints/:kind/:name/ttl") { request, context in
      let asked = try await WireBody(of: request, context).value(Lifetime.self)
      try Self.check(asked.ttlSeconds)
      try shelf.setLifetime(asked.ttlSeconds, of: try path(context))
      return Response([:])
    }
  }

  /// - Throws: `ServiceError` for a lifetime of a checkpoint that is none.
  static func check(_ lifetime: Int?) throws(ServiceError) {
    if let lifetime, !(1...longestLifetime).contains(lifetime) {
      throw .invalid("ttl_seconds", "has to be from 1 to \(longestLifetime).")
    }
  }

  private struct Lifetime: Decodable {
    var ttlSeconds: Int?
  }

  private func path(_ context: ServiceContext) throws(ServiceError) -> TinkerPath {
    try TinkerPath("tinker://\(try context.name("id"))/\(try context.name("kind"))/\(try context.name("name"))")
  }

  private func describe(_ run: TrainingRun) async -> JSONValue {
    let checkpoints = shelf.checkpoints(of: run.id)
    func last(_ kind: TinkerPath.Kind) -> JSONValue {
      checkpoints.first { $0.path.kind == kind }.map(Self.describe) ?? .null
    }
    let time = await sessions.loaded(run.id)?.lastRequest ?? checkpoints.first?.record.time ?? run.created
    return [
      "training_run_id": .string(run.id), "base_model": .string(run.baseModel), "model_owner": "titer",
      "is_lora": true, "corrupted": false, "lora_rank": .integer(run.lora.rank),
      "last_request_time": .string(time.formatted(.iso8601)), "last_checkpoint": last(.weights),
      "last_sampler_checkpoint": last(.samplerWeights),
      "user_metadata": run.userMetadata.map(JSONValue.init) ?? .null,
    ]
  }

  private static func describe(_ checkpoint: (path: TinkerPath, record: CheckpointRecord, size: Int)) -> JSONValue {
    let record = checkpoint.record
    return [
      "checkpoint_id": .string(checkpoint.path.checkpoint), "tinker_path": .string(checkpoint.path.description),
      "checkpoint_type": checkpoint.path.kind == .weights ? "training" : "sampler",
      "time": .string(record.time.formatted(.iso8601)), "size_bytes": .integer(checkpoint.size), "public": false,
      "expires_at": record.expires.map { .string($0.formatted(.iso8601)) } ?? .null,
      "user_metadata": record.userMetadata.map(JSONValue.init) ?? .null,
    ]
  }
}
