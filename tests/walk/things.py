"""What belongs to one record and has an address of its own: a device and its copy, prints, cash, a file, a pack. Each carries the token
of its record."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from examinations import actions
from examinations.actions import BiometricDetails, CopyDetails
from examinations.cash import Pieces
from examinations.models import CashPower
from tests.examinations.scenes import Scene, pressed
from tests.kit import sample_files


@dataclass(frozen=True, slots=True)
class Keeper:
    """Lets pc.stansted keep things of this record, at minutes of its scene."""

    scene: Scene
    mark: str

    def do(self, act: Any, **values: Any) -> Any:
        return self.scene.do("pc.stansted", act, **values)

    def on_record(self, act: Any, minute: float, **values: Any) -> Any:
        return self.do(act, examination=self.scene.examination, when=pressed(self.scene.minute(minute)), **values)

    def everything(self) -> dict[str, Any]:
        """One of each, by the name that an address gives to its key."""
        item = self.on_record(actions.keep_item, 20, kind="DEVICE", words=f"A telephone {self.mark}")
        copy = self.do(actions.copy_device, item=item, when=pressed(self.scene.minute(22)), details=CopyDetails(reference=self.mark[:20]))
        prints = BiometricDetails(what="FINGERPRINTS", basis="CONSENT", reason=f"Consented {self.mark}", was_told_of_use=True)
        taken = self.on_record(actions.take_biometrics, 24, details=prints)
        seizure = self.on_record(actions.seize_cash, 26, power=CashPower.ATCSA)
        count = self.do(
            actions.count_cash,
            seizure=seizure,
            when=pressed(self.scene.minute(28)),
            counters=(self.scene.cast["pc.stansted"], self.scene.cast["sgt.stansted"]),
            pieces=[Pieces("GBP", Decimal(20), 70)],
            words=f"Counted {self.mark}",
        )
        kept = {"item_pk": item, "copy_pk": copy, "biometric_pk": taken, "seizure_pk": seizure, "row_pk": count}
        return {**kept, "attachment_pk": self.attach(30)}

    def attach(self, minute: float) -> Any:
        at: datetime = self.scene.minute(minute)
        shade = sum(self.mark.encode()) % 200  # a file of its own: the same content is kept once
        return self.do(
            actions.attach_file,
            examination=self.scene.examination,
            name="photograph.jpg",
            content=sample_files.picture(shade=shade),
            words=f"Photographed {self.mark}",
            at=at,
        )
