"""The timeline: one row for each fact, in the words of the clock engine, and the statutory review that a REVIEW row stands for."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from borderops.kit.records import Record
from examinations.models.examination import Examination
from organisation.models import User
from organisation.models.people import RANKS
from organisation.ranks import acting_words


class Kind(models.TextChoices):
    """Kinds that the clock engine knows keep its names; the others below the line are facts without a clock."""

    FIRST_QUESTION = "FIRST_QUESTION", "First question"
    QUESTION = "QUESTION", "Questioned"
    QUESTIONING_ENDED = "QUESTIONING_ENDED", "Questioning ended"
    DETAINED = "DETAINED", "Detained"
    REVIEW = "REVIEW", "Review of detention"
    TRANSFERRED = "TRANSFERRED", "Moved to another place"
    LEFT_FOR_HOSPITAL = "LEFT_FOR_HOSPITAL", "Left for hospital"
    RETURNED_FROM_HOSPITAL = "RETURNED_FROM_HOSPITAL", "Back from hospital"
    SOLICITOR_REQUESTED = "SOLICITOR_REQUESTED", "Solicitor asked for"
    SOLICITOR_CONSULTED = "SOLICITOR_CONSULTED", "Solicitor consulted"
    SOLICITOR_REQUEST_WITHDRAWN = "SOLICITOR_REQUEST_WITHDRAWN", "Request for a solicitor withdrawn"
    QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED = "QUESTIONING_BEFORE_SOLICITOR_JUSTIFIED", "Questioning before the solicitor justified"
    RIGHT_DELAYED = "RIGHT_DELAYED", "Right delayed"
    LANDED = "LANDED", "Landed"
    APPREHENDED = "APPREHENDED", "Apprehended"
    STRIP_SEARCH = "STRIP_SEARCH", "Strip search"
    BIOMETRICS_TAKEN = "BIOMETRICS_TAKEN", "Biometrics taken"
    SAMPLE_DESTROYED = "SAMPLE_DESTROYED", "Sample destroyed"
    BIOMETRIC_DATA_DESTROYED = "BIOMETRIC_DATA_DESTROYED", "Biometric data destroyed"
    NSD_MADE = "NSD_MADE", "National security determination made"
    PROPERTY_RETAINED = "PROPERTY_RETAINED", "Property retained"
    PROPERTY_RETURNED = "PROPERTY_RETURNED", "Property returned"
    PROPERTY_DESTROYED = "PROPERTY_DESTROYED", "Property destroyed"
    URGENT_IPC_GRANTED = "URGENT_IPC_GRANTED", "Urgent use authorised"
    IPC_INFORMED = "IPC_INFORMED", "Investigatory Powers Commissioner informed"
    AFFECTED_PARTIES_INFORMED = "AFFECTED_PARTIES_INFORMED", "Affected parties informed"
    IPC_DECIDED = "IPC_DECIDED", "Investigatory Powers Commissioner decided"
    CASH_SEIZED = "CASH_SEIZED", "Cash seized"
    CASH_ORDER_MADE = "CASH_ORDER_MADE", "Order for the cash made"
    CASH_RETURNED = "CASH_RETURNED", "Cash returned"
    CASH_FORFEITED = "CASH_FORFEITED", "Cash forfeited"
    GOODS_EXAMINED = "GOODS_EXAMINED", "Goods examined"
    GOODS_EXAMINATION_ENDED = "GOODS_EXAMINATION_ENDED", "Examination of goods ended"
    RELEASED = "RELEASED", "Released"
    ARRESTED = "ARRESTED", "Arrested"
    # --- facts without a clock: rights and welfare ---
    NOTICE_SERVED = "NOTICE_SERVED", "Notice served and explained"
    RIGHTS_TOLD = "RIGHTS_TOLD", "Told of rights"
    NAMED_PERSON_REQUESTED = "NAMED_PERSON_REQUESTED", "Asked that somebody be informed"
    NAMED_PERSON_INFORMED = "NAMED_PERSON_INFORMED", "Named person informed"
    NAMED_PERSON_DECLINED = "NAMED_PERSON_DECLINED", "Did not want anybody informed"
    SOLICITOR_DECLINED = "SOLICITOR_DECLINED", "Did not want a solicitor"
    SOLICITOR_ARRIVED = "SOLICITOR_ARRIVED", "Solicitor arrived"
    DIFFERENT_SOLICITOR_DIRECTED = "DIFFERENT_SOLICITOR_DIRECTED", "Different solicitor directed"
    DELAY_ENDED = "DELAY_ENDED", "Delay of a right ended"
    INTERPRETER_CALLED = "INTERPRETER_CALLED", "Interpreter called"
    INTERPRETER_ARRIVED = "INTERPRETER_ARRIVED", "Interpreter ready"
    CONSULATE_REQUESTED = "CONSULATE_REQUESTED", "Asked that the consulate be informed"
    CONSULATE_INFORMED = "CONSULATE_INFORMED", "Consulate informed"
    CONSULATE_DECLINED = "CONSULATE_DECLINED", "Did not want the consulate informed"
    APPROPRIATE_ADULT_CALLED = "APPROPRIATE_ADULT_CALLED", "Appropriate adult called"
    APPROPRIATE_ADULT_ARRIVED = "APPROPRIATE_ADULT_ARRIVED", "Appropriate adult present"
    APPROPRIATE_ADULT_LEFT = "APPROPRIATE_ADULT_LEFT", "Appropriate adult left"
    MEDICAL = "MEDICAL", "Medical attention"
    BREAK = "BREAK", "Break"
    BREAK_ENDED = "BREAK_ENDED", "Break ended"
    PRAYER = "PRAYER", "Prayer"
    REFRESHMENTS = "REFRESHMENTS", "Refreshments"
    COMPLAINT_INFORMATION_GIVEN = "COMPLAINT_INFORMATION_GIVEN", "Told how to complain"
    RECORDING_STARTED = "RECORDING_STARTED", "Recording started"
    RECORDING_STOPPED = "RECORDING_STOPPED", "Recording stopped"
    NOT_RECORDED = "NOT_RECORDED", "No recording made"
    FORCE_USED = "FORCE_USED", "Force used"
    EMERGENCY_USE_AUTHORISED = "EMERGENCY_USE_AUTHORISED", "Use by an officer without accreditation authorised"
    WELFARE = "WELFARE", "Welfare"
    # --- facts without a clock: searches, devices, samples ---
    BAGS_SEARCHED = "BAGS_SEARCHED", "Bags searched"
    PERSON_SEARCHED = "PERSON_SEARCHED", "Person searched"
    VEHICLE_SEARCHED = "VEHICLE_SEARCHED", "Vehicle searched"
    CRAFT_SEARCHED = "CRAFT_SEARCHED", "Ship or aircraft searched for persons"
    PASSCODE_DEMANDED = "PASSCODE_DEMANDED", "Passcode demanded"
    PASSCODE_GIVEN = "PASSCODE_GIVEN", "Passcode given"
    PASSCODE_REFUSED = "PASSCODE_REFUSED", "Passcode refused"
    DEVICE_COPIED = "DEVICE_COPIED", "Device copied"
    IDENTIFIED = "IDENTIFIED", "Photographed, measured or identified"
    FURTHER_PRINTS = "FURTHER_PRINTS", "Further prints to follow the original ones"
    INTIMATE_SAMPLE_TAKEN = "INTIMATE_SAMPLE_TAKEN", "Intimate sample taken without power"
    POWER_CORRECTED = "POWER_CORRECTED", "Power put right"
    NOTE = "NOTE", "Note"


class TimelineEvent(Record):
    """One fact. `at` is the legal instant; a wrong one is never changed but superseded, and both stay on the timeline."""

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=40, choices=Kind)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    officer = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")  # who did it
    officer_rank = models.CharField(max_length=30, choices=RANKS, blank=True)
    words = models.TextField(blank=True)
    detail = models.JSONField(default=dict, blank=True)  # the kind's own fields, named as the clock engine names them
    pressed_at = models.DateTimeField(null=True, blank=True)  # the device's clock, corrected by the offset measured at page load
    received_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    late_reason = models.TextField(blank=True)  # for a typed time or one more than ten minutes from its receipt
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    superseding_reason = models.TextField(blank=True)
    is_withdrawn = models.BooleanField(default=False)  # a superseding row that only takes back a wrong press
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("at")), name="event_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(at__lte=F("received_at")), name="no_fact_from_the_future"),
            models.CheckConstraint(condition=Q(supersedes__isnull=True) | ~Q(superseding_reason=""), name="superseding_needs_a_reason"),
        ]
        indexes = [models.Index(fields=["examination", "at", "id"], name="event_of_examination")]

    def __str__(self) -> str:
        return self.kind


class Review(Record):
    """A review of detention: TACT Sch 8 paras 20K to 20N; CTBSA Sch 3 Part 3 paras 52 to 55."""

    class Outcome(models.TextChoices):
        AUTHORISED = "AUTHORISED", "Continued detention authorised"
        RELEASE = "RELEASE", "Not authorised: release now"

    class Manner(models.TextChoices):
        IN_PERSON = "IN_PERSON", "In person"
        TELEPHONE = "TELEPHONE", "By telephone"
        VIDEO = "VIDEO", "By video"

    class Representations(models.TextChoices):
        MADE = "MADE", "Made"
        NONE = "NONE", "Offered, none made"
        REFUSED_UNFIT = "REFUSED_UNFIT", "Oral representations refused: unfit through condition or behaviour"

    class NotInformed(models.TextChoices):
        INCAPABLE = "INCAPABLE", "Could not understand what was said"
        VIOLENT = "VIOLENT", "Violent or likely to become violent"
        MEDICAL = "MEDICAL", "In urgent need of medical attention"

    event = models.OneToOneField(TimelineEvent, models.PROTECT, related_name="review")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="reviews")
    sequence = models.PositiveSmallIntegerField()  # a corrected review keeps its number
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="reviewed")
    reviewer_rank = models.CharField(max_length=30, choices=RANKS)  # in force when it was decided
    reviewer_rank_authority = models.CharField(max_length=200, blank=True)  # who gave it, where it was an acting one
    reviewer_is_accredited = models.BooleanField(default=True)
    due_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    manner = models.CharField(max_length=10, choices=Manner)
    remote_reason = models.TextField(blank=True)
    place = models.CharField(max_length=80, blank=True)
    representations_offered_to = models.CharField(
        max_length=12,
        choices=[("PERSON", "The person"), ("SOLICITOR", "Their solicitor"), ("BOTH", "Both"), ("NOT_OFFERED", "Not offered")],
    )
    representations = models.CharField(max_length=14, choices=Representations, blank=True)
    representations_text = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    is_necessary = models.BooleanField()  # satisfied that detention is necessary to exercise the questioning power
    grounds = models.TextField(blank=True)
    rights_reminded = models.JSONField(
        default=list, blank=True
    )  # NAMED_PERSON, SOLICITOR: the ones not yet exercised that the person was told of
    delayed_rights_conclusion = models.TextField(blank=True)
    delay_reasons_hold = models.BooleanField(null=True, blank=True)  # of a right that is being delayed
    authoriser_told_at = models.DateTimeField(null=True, blank=True)
    was_informed = models.BooleanField()
    not_informed_reason = models.CharField(max_length=10, choices=NotInformed, blank=True)
    was_made_in_presence = models.BooleanField(null=True, blank=True)  # good practice, not law
    interpreter_present = models.BooleanField(null=True, blank=True)
    appropriate_adult_present = models.BooleanField(null=True, blank=True)
    signed_at = models.DateTimeField()
    history = HistoricalRecords()

    @property
    def acting(self) -> str:
        """'Acting sergeant, authority: ...'; empty where the review officer's own rank counted."""
        return acting_words(self.reviewer_rank, self.reviewer_rank_authority)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decided_at__gte=F("started_at")), name="review_decided_after_it_started"),
            models.CheckConstraint(condition=Q(is_necessary=True) | Q(outcome="RELEASE"), name="only_necessary_detention_is_authorised"),
        ]
        indexes = [models.Index(fields=["reviewer", "-decided_at"], name="review_by")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.outcome}"
