"""The way of the data in a plan: its tools, the metrics and what flows between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kakehashi.declaration.blocks import Picture
from kakehashi.declaration.context import Context
from kakehashi.drawing.data_flow import DataFlows, Flow, FlowNode, data_flow
from kakehashi.plan.measurement import DataFlow, Tool
from kakehashi.plan.metrics import Metric
from kakehashi.words import MISSING

KEY = "measurement.map"
_PAGE = 700  # px across on an upright page
_LEAST_AUTOMATIC = ("by_hand", "export", "automatic")
_NOT_YET = ("planned", "introducing")


def data_flow_picture(context: Context, table: str) -> Picture | None:
    """The picture over the table `table`; None without tools."""
    tools = context.plan.items(Tool)
    if not tools:
        return None
    pairs = _pairs(context)
    reached = {target for _, target in pairs}
    missing = metrics_without_flow(context)
    metrics = [each for each in context.plan.items(Metric) if each.id in reached]
    title = context.say("declaration.measurement.map")
    description = _description(context, pairs, missing)
    scene = data_flow(
        DataFlows(
            key=KEY,
            title=title,
            description=description,
            nodes=(
                *(_tool(context, tool) for tool in tools),
                *(_metric(context, metric) for metric in (*metrics, *missing)),
            ),
            flows=tuple(_flow(context, pair, flows) for pair, flows in pairs.items()),
            sources=context.say("declaration.measurement.sources"),
            tools=context.say("declaration.measurement.tools"),
            metrics=context.say("declaration.measurement.metrics"),
            gaps=context.say("declaration.measurement.gaps", count=len(missing)),
        )
    )
    return Picture(
        key=KEY, title=title, scene=scene, description=description, table=table, wide=scene.width > _PAGE
    )


def metrics_without_flow(context: Context) -> tuple[Metric, ...]:
    """The metrics that no flow brings and no formula works out."""
    reached = {flow.metric for flow in context.plan.items(DataFlow)}
    return tuple(each for each in context.plan.items(Metric) if not each.formula and each.id not in reached)


_Pairs = Mapping[tuple[str, str], Sequence[DataFlow]]


def _pairs(context: Context) -> _Pairs:
    """The flows by where they come from and where they lead; what leads nowhere stands in the table only."""
    found: dict[tuple[str, str], list[DataFlow]] = {}
    for flow in context.plan.items(DataFlow):
        for target in (flow.metric, flow.to_tool):
            if context.plan.find(Tool, flow.source) is not None and context.plan.get(target) is not None:
                found.setdefault((flow.source or "", target or ""), []).append(flow)
    return found


def _tool(context: Context, tool: Tool) -> FlowNode:
    held = context.typed(tool.personal_data).strip()
    said = [] if tool.type == "other" else [context.choice("Tool.type", tool.type)]
    if tool.state != "in_use":
        said.append(context.choice("Tool.state", tool.state))
    name = context.named(tool.id)
    purpose = context.typed(tool.purpose)
    about = [name, context.listed(said), purpose]
    if held:
        label = context.field("Tool.personal_data")
        about.append(context.say("declaration.labelled", label=label, value=held))
    return FlowNode(
        id=tool.id,
        name=name,
        detail=context.listed(said),
        tag=context.say("declaration.measurement.personal") if held else "",
        planned=tool.state in _NOT_YET,
        title="\n".join(each for each in about if each),
    )


def _metric(context: Context, metric: Metric) -> FlowNode:
    return FlowNode(id=metric.id, name=context.named(metric.id), kind="metric")


def _flow(context: Context, pair: tuple[str, str], flows: Sequence[DataFlow]) -> Flow:
    """The flows of a pair as one line: drawn as the least automatic of them, with their number."""
    first = min(flows, key=lambda each: _LEAST_AUTOMATIC.index(each.how))
    label = _how(context, first)
    if len(flows) > 1:
        label = context.say("declaration.measurement.several_flows", how=label, count=len(flows))
    return Flow(
        source=pair[0],
        target=pair[1],
        how=first.how,
        label=label,
        title="\n".join(_in_words(context, each, pair[1]) for each in flows),
        item=first.id,
    )


def _how(context: Context, flow: DataFlow) -> str:
    return context.say(
        "declaration.measurement.how",
        how=context.choice("DataFlow.how", flow.how),
        often=context.choice("DataFlow.how_often", flow.how_often),
    )


def _in_words(context: Context, flow: DataFlow, target: str) -> str:
    """'CRM: Lead.Created → Leads (export, weekly)'."""
    source = context.named(flow.source)
    field = context.typed(flow.source_field).strip()
    one = context.say("declaration.labelled", label=source, value=field) if field else source
    other = context.named(target) or MISSING
    return context.say("declaration.measurement.flow", one=one, other=other, how=_how(context, flow))


def _description(context: Context, pairs: _Pairs, missing: Sequence[Metric]) -> str:
    flows = [_in_words(context, flow, target) for (_, target), of in pairs.items() for flow in of]
    parts = []
    if flows:
        parts.append(context.say("declaration.measurement.described", flows=context.listed(flows)))
    if missing:
        names = context.listed([context.named(each.id) for each in missing])
        parts.append(context.say("declaration.measurement.gaps_described", metrics=names))
    return context.sentences(parts) if parts else context.say("declaration.measurement.no_flows")
