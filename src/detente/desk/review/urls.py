from django.urls import path

from detente.desk.review.views import adding, history, issues, parties, queue

app_name = "review"
urlpatterns = [
    path("<slug:slug>/review/", queue.queue, name="queue"),
    path("<slug:slug>/review/rule/", queue.rule, name="rule"),
    path("<slug:slug>/review/correct/", queue.correct, name="correct"),
    path("<slug:slug>/review/item/", queue.item, name="item"),
    path("<slug:slug>/review/effect/", queue.effect, name="effect"),
    path("<slug:slug>/review/hide/", queue.hide, name="hide"),
    path("<slug:slug>/review/add/", adding.reports, name="reports"),
    path("<slug:slug>/review/add/<path:report>/", adding.text, name="text"),
    path("<slug:slug>/review/parties/", parties.parties, name="parties"),
    path("<slug:slug>/review/party/", parties.party, name="party"),
    path("<slug:slug>/review/issues/", issues.issues, name="issues"),
    path("<slug:slug>/review/issue/", issues.issue, name="issue"),
    path("<slug:slug>/review/history/", history.history, name="history"),
    path("<slug:slug>/review/history/<int:pk>/undo/", history.undo, name="undo"),
    path("<slug:slug>/review/agreement/", history.agreement, name="agreement"),
]
