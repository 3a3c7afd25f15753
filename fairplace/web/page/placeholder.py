from django.http import HttpResponse

from fairplace.web.page.door import Audience, page


@page(Audience.ANYONE_SIGNED_IN)
def placeholder(request):
    return HttpResponse("being built")
