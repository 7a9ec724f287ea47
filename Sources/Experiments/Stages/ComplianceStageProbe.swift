import Environments
import ModelBackend
import Probes

/// The probe of compliance, and how what it finds becomes rows.
struct ComplianceStageProbe: StageProbe {
  let stage: Stage
  let trainer: any Trainer
  let probe: ComplianceProbe

  func rows(step: Int, isFinal: Bool) async throws -> StageRows {
    let samples = try await probe.run(sampler: try await trainer.sampler(), step: step, isFinal: isFinal).map {
      sample in
      SampleRecord(
        stageID: stage.id, step: step, context: sample.cell.context, heldOutCue: sample.cell.isCueHeldOut,
        sampleIndex: sample.pairIndex, requestID: sample.request.id, cueID: sample.cue?.id,
        pairIndex: sample.pairIndex, reasoning: sample.reasoning, answer: sample.answer,
        verdict: sample.verdict.value, recognition: sample.labels.recognition, framing: sample.labels.framing,
        values: sample.labels.values)
    }
    return StageRows(
      metrics: ProbeMetrics(samples).values.map {
        MetricRecord(stageID: stage.id, step: step, key: $0.key, value: $0.value)
      }, samples: samples)
  }
}
