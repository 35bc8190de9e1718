"""Networks of a few bytes that stand for the weights of a bank: real shapes, a drawn sense.

The detector takes for a face what is MARK, FACE pixels wide and on a grid of 32; the recogniser
tells such faces apart by where their dark pixels are.
"""

import hashlib
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image, ImageDraw

from video_bank.verification.engine_choice import ModelFile, OnnxModels

FACE: Final = 96
MARK: Final = (255, 0, 255)
_STRIDES: Final = (8, 16, 32)
# In strides from the middle of the cell: eyes, nose, corners of the mouth.
_KEY_POINTS: Final = (-0.7, -0.4, 0.7, -0.4, 0.0, 0.2, -0.5, 0.8, 0.5, 0.8)


def drawn_face(*spots: tuple[int, int]) -> Image.Image:
    """A face to the tiny detector; spots (in its eighths) make it somebody."""
    face = Image.new("RGB", (FACE, FACE), MARK)
    pen = ImageDraw.Draw(face)
    for across, down in spots:
        left, top = across * FACE // 8, down * FACE // 8
        pen.rectangle((left, top, left + FACE // 8 - 1, top + FACE // 8 - 1), (60, 0, 60))
    return face


def drawn_picture(
    size: tuple[int, int], *faces: tuple[Image.Image, tuple[int, int]]
) -> Image.Image:
    """Faces on grey; each at multiples of 32."""
    picture = Image.new("RGB", size, (120, 120, 120))
    for face, at in faces:
        picture.paste(face, at)
    return picture


def write_models(folder: Path, features: int = 128) -> OnnxModels:
    """Write both networks; the recogniser gives 128 or 512 features."""
    return OnnxModels(
        _write(folder / "detector.onnx", _detector()),
        _write(folder / f"recogniser-{features}.onnx", _recogniser(features)),
    )


def _write(path: Path, graph: onnx.GraphProto) -> ModelFile:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    onnx.checker.check_model(model)
    content = model.SerializeToString()
    path.write_bytes(content)
    return ModelFile(str(path), hashlib.sha256(content).hexdigest())


def _detector() -> onnx.GraphProto:
    # Red minus green of blue-green-red, from 0 to 1: only MARK gives 1.
    weights = {"mark": np.array([0, -1 / 255, 1 / 255], np.float32).reshape(1, 3, 1, 1)}
    nodes = [helper.make_node("Conv", ["input", "mark"], ["marked"])]
    for stride in _STRIDES:
        sees = 1.0 if stride == 32 else 0.0
        pool: dict[str, Any] = {
            "kernel_shape": [3 * stride] * 2,
            "strides": [stride] * 2,
            "pads": [stride] * 4,
        }
        nodes.append(
            helper.make_node(
                "AveragePool", ["marked"], [f"mean_{stride}"], count_include_pad=1, **pool
            )
        )
        heads = {
            "cls": ([sees], [0.0]),
            "obj": ([sees], [0.0]),
            "bbox": ([0.0] * 4, [0.5, 0.5, np.log(FACE / stride), np.log(FACE / stride)]),
            "kps": ([0.0] * 10, [0.5 + value for value in _KEY_POINTS]),
        }
        for head, (scale, shift) in heads.items():
            name = f"{head}_{stride}"
            weights[f"{name}_w"] = np.array(scale, np.float32).reshape(-1, 1, 1, 1)
            weights[f"{name}_b"] = np.array(shift, np.float32)
            weights[f"{name}_shape"] = np.array([1, -1, len(scale)], np.int64)
            nodes += [
                helper.make_node(
                    "Conv", [f"mean_{stride}", f"{name}_w", f"{name}_b"], [f"{name}_map"]
                ),
                helper.make_node("Transpose", [f"{name}_map"], [f"{name}_last"], perm=[0, 2, 3, 1]),
                helper.make_node("Reshape", [f"{name}_last", f"{name}_shape"], [name]),
            ]
    values = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}
    outputs: dict[str, list[int | None]] = {
        f"{head}_{stride}": [None, count] for head, count in values.items() for stride in _STRIDES
    }
    return _graph(nodes, weights, ("input", ["h", "w"]), outputs)


def _recogniser(features: int) -> onnx.GraphProto:
    side = {128: 8, 512: 16}[features]
    weights: dict[str, np.ndarray] = {
        # Two channels of red and green, centred: the spots alone make a difference.
        "mix": np.array([[1, 0, 0], [0, 1, 1]], np.float32).reshape(2, 3, 1, 1) / 255,
        "centre": np.array([-0.9, -0.9], np.float32),
        "flat": np.array([1, features], np.int64),
    }
    cell = 112 // side
    nodes = [
        helper.make_node("Conv", ["data", "mix", "centre"], ["mixed"]),
        helper.make_node(
            "AveragePool", ["mixed"], ["cells"], kernel_shape=[cell] * 2, strides=[cell] * 2
        ),
        helper.make_node("Reshape", ["cells", "flat"], ["fc1"]),
    ]
    return _graph(nodes, weights, ("data", [112, 112]), {"fc1": [features]})


def _graph(
    nodes: list[onnx.NodeProto],
    weights: dict[str, np.ndarray],
    picture: tuple[str, list[int] | list[str]],
    outputs: dict[str, list[int | None]],
) -> onnx.GraphProto:
    name, size = picture
    return helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 3, *size])],
        [
            helper.make_tensor_value_info(each, TensorProto.FLOAT, [1, *shape])
            for each, shape in outputs.items()
        ],
        [numpy_helper.from_array(value, key) for key, value in weights.items()],
    )
